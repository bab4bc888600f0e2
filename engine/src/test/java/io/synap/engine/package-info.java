@NullMarked
package io.synap.engine;

import org.jspecify.annotations.NullMarked;
