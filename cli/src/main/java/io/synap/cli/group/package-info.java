/** The commands on exclusive consumer groups. */
@NullMarked
package io.synap.cli.group;

import org.jspecify.annotations.NullMarked;
