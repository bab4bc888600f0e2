/** The commands on the change feed. */
@NullMarked
package io.synap.cli.changes;

import org.jspecify.annotations.NullMarked;
