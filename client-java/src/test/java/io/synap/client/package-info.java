/** What is said in documents and comments, tried out. */
@NullMarked
package io.synap.client;

import org.jspecify.annotations.NullMarked;
