@NullMarked
package io.synap.engine.timer;

import org.jspecify.annotations.NullMarked;
