/** What travels: the names, shapes and rules that every part of Synap and every client agree on. */
@NullMarked
package io.synap.protocol;

import org.jspecify.annotations.NullMarked;
