@NullMarked
package io.synap.server.stream;

import org.jspecify.annotations.NullMarked;
