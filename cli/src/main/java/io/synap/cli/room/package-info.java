/** The commands on rooms, and on the groups that share their events. */
@NullMarked
package io.synap.cli.room;

import org.jspecify.annotations.NullMarked;
