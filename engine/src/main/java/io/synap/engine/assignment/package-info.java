/** Who gets which partition: a pure function of the members and of what they had. */
@NullMarked
package io.synap.engine.assignment;

import org.jspecify.annotations.NullMarked;
