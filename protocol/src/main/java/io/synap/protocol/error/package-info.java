/** The one table of errors, for every transport. */
@NullMarked
package io.synap.protocol.error;

import org.jspecify.annotations.NullMarked;
