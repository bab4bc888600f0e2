@NullMarked
package io.synap.client.work;

import org.jspecify.annotations.NullMarked;
