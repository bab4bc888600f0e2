/** What is said when stored data is not what was stored. */
@NullMarked
package io.synap.replication.damage;

import org.jspecify.annotations.NullMarked;
