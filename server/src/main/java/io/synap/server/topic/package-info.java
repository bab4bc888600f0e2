/** The commands on partitioned topics and exclusive consumer groups, for every transport. */
@NullMarked
package io.synap.server.topic;

import org.jspecify.annotations.NullMarked;
