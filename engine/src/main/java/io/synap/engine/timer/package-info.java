/** What is due when: ordered indexes of deadlines, for keys and for whatever else waits for a time. */
@NullMarked
package io.synap.engine.timer;

import org.jspecify.annotations.NullMarked;
