/**
 * Partitioned topics and exclusive consumer groups: who is a member, who owns which partition in which
 * generation, and what was committed. What is in the partitions is in rooms.
 */
@NullMarked
package io.synap.engine.topic;

import org.jspecify.annotations.NullMarked;
