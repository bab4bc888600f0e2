@NullMarked
package io.synap.bench;

import org.jspecify.annotations.NullMarked;
