/** What can go wrong, one class for each thing that a caller may conclude from it. */
@NullMarked
package io.synap.client.error;

import org.jspecify.annotations.NullMarked;
