@NullMarked
package io.synap.server.http.feed;

import org.jspecify.annotations.NullMarked;
