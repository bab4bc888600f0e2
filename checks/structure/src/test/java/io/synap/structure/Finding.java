package io.synap.structure;

/**
 * A rule broken at a place.
 *
 * @param rule the name that {@code exceptions.txt} uses
 * @param place the path from the project's root, with {@code #method} where a method is meant
 * @param advice what to do instead
 */
record Finding(String rule, String place, int line, String advice) {
    @Override
    public String toString() {
        return "%s (line %d): %s [%s]".formatted(place, line, advice, rule);
    }
}
