/** The commands on who is in a room. */
@NullMarked
package io.synap.cli.presence;

import org.jspecify.annotations.NullMarked;
