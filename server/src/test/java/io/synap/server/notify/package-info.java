@NullMarked
package io.synap.server.notify;

import org.jspecify.annotations.NullMarked;
