@NullMarked
package io.synap.server;

import org.jspecify.annotations.NullMarked;
