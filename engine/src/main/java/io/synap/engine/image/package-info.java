/**
 * A state as of one moment, read while it goes on changing: what is about to change is saved first. Items
 * are what an image consists of; a unit is what is saved as a whole.
 */
@NullMarked
package io.synap.engine.image;

import org.jspecify.annotations.NullMarked;
