@NullMarked
package io.synap.engine.queue;

import org.jspecify.annotations.NullMarked;
