@NullMarked
package io.synap.server.feed;

import org.jspecify.annotations.NullMarked;
