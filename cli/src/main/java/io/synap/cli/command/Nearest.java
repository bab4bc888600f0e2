package io.synap.cli.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the words that someone probably meant, by edit distance. Stateless. */
public final class Nearest {
    private static final int WORDS_MAX = 3;

    private record Near(String word, int distance) {}

    private Nearest() {}

    /** At most three, the nearest first: at most a third of the letters away, or beginning with what was written. */
    public static List<String> to(String written, Collection<String> words) {
        String wanted = written.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, wanted.length() / 3);
        return words.stream()
                .distinct()
                .map(word -> new Near(word, rank(wanted, word.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= allowed)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .limit(WORDS_MAX)
                .map(Near::word)
                .toList();
    }

    private static int rank(String wanted, String word) {
        boolean begun = wanted.replace("-", "").length() >= 2 && word.startsWith(wanted);
        return begun ? Math.min(1, distance(wanted, word)) : distance(wanted, word);
    }

    /** Letters to insert, delete, replace, or swap with their neighbour. */
    private static int distance(String left, String right) {
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, left, right, i, j);
            }
        }
        return steps[left.length()][right.length()];
    }

    private static int step(int[][] steps, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int best = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
