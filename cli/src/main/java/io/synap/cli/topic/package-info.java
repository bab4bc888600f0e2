/** The commands on topics, which are rooms by the partition. */
@NullMarked
package io.synap.cli.topic;

import org.jspecify.annotations.NullMarked;
