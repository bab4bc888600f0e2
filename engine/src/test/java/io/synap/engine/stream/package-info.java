@NullMarked
package io.synap.engine.stream;

import org.jspecify.annotations.NullMarked;
