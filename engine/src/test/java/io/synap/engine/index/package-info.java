@NullMarked
package io.synap.engine.index;

import org.jspecify.annotations.NullMarked;
