@NullMarked
package io.synap.server.embedded;

import org.jspecify.annotations.NullMarked;
