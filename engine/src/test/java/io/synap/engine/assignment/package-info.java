@NullMarked
package io.synap.engine.assignment;

import org.jspecify.annotations.NullMarked;
