package io.synap.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the record component it stands on as a setting. The component's name in snake_case is the
 * setting's name, and its type says what may be written:
 *
 * <ul>
 *   <li>{@code boolean}: {@code true} or {@code false};
 *   <li>{@code int}: a whole number, of things or of the unit that its name ends with;
 *   <li>{@code long}: a size in bytes, plain or with {@code kb}, {@code mb}, {@code gb} (of 1024);
 *   <li>an enum: one of its constants in lower case, as {@code toString} gives them;
 *   <li>{@code String} and {@code Path}: text, not blank;
 *   <li>{@code Map}: label names to label values;
 *   <li>{@code OptionalInt}, {@code OptionalLong}, {@code Optional<String>}: the same, or {@code
 *       auto}, which is the empty value.
 * </ul>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
    /** The default, as one would write it in the file. */
    String value();

    /** The least and the greatest number or size, as {@code least..greatest}. */
    String range() default "";

    /** The regular expression that a text must match. */
    String pattern() default "(?s).*\\S.*";

    /** Whether {@link LiveSettings} may change it while the server runs. */
    boolean live() default false;

    /** One line for whoever sets it. */
    String about();
}
