@NullMarked
package io.synap.engine.memory;

import org.jspecify.annotations.NullMarked;
