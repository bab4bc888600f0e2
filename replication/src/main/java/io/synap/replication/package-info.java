@NullMarked
package io.synap.replication;

import org.jspecify.annotations.NullMarked;
