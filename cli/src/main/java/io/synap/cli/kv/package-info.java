/** The commands on keys. */
@NullMarked
package io.synap.cli.kv;

import org.jspecify.annotations.NullMarked;
