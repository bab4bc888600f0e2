/** The file system as a port, so that tests can cut its power. */
@NullMarked
package io.synap.replication.files;

import org.jspecify.annotations.NullMarked;
