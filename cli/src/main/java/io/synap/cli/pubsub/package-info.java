/** The commands on channels. */
@NullMarked
package io.synap.cli.pubsub;

import org.jspecify.annotations.NullMarked;
