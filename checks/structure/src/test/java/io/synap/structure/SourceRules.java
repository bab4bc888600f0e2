package io.synap.structure;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules for one Java source, as its syntax tree shows them. Confined to one test. */
final class SourceRules extends TreeScanner<Void, Void> {
    static final int FILE_LINES_MAX = 500;
    static final int METHOD_LINES_MAX = 60;

    private static final Map<String, String> BANNED_MEMBERS = Map.ofEntries(
            Map.entry("Thread.sleep", "wait for a condition (Awaitility in tests, a timer in the server)"),
            Map.entry("Math.random", "take a seeded RandomGenerator in the constructor"),
            Map.entry("ThreadLocalRandom.current", "take a seeded RandomGenerator in the constructor"),
            Map.entry("Executors.newCachedThreadPool", "a pool with a named bound: new ThreadPoolExecutor"),
            Map.entry("System.gc", "measure instead"),
            Map.entry("System.runFinalization", "close what you open"));
    private static final Map<String, String> BANNED_CONSOLE = Map.of(
            "System.out", "log it; only a ...Main class, a cli package and bench talk to the console",
            "System.err", "log it; only a ...Main class, a cli package and bench talk to the console");
    private static final Map<String, String> BANNED_EMPTY_CONSTRUCTORS = Map.of(
            "Date", "java.time.Instant, from the clock that was passed in",
            "Random", "new Random(seed), and print the seed when a test fails",
            "SplittableRandom", "new SplittableRandom(seed), and print the seed when a test fails",
            "LinkedBlockingQueue", "give the queue a bound",
            "LinkedBlockingDeque", "give the queue a bound");

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String place;
    private final String source;
    private final List<Finding> findings = new ArrayList<>();

    SourceRules(CompilationUnitTree unit, SourcePositions positions, String place, String source) {
        this.unit = unit;
        this.positions = positions;
        this.place = place;
        this.source = source;
    }

    List<Finding> check() {
        long lines = source.lines().count();
        if (lines > FILE_LINES_MAX) {
            findings.add(
                    new Finding("long-file", place, 1, lines + " lines; split it, " + FILE_LINES_MAX + " is long"));
        }
        scan(unit, null);
        return findings;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        if (method.getBody() != null) {
            long lines = lineOf(positions.getEndPosition(unit, method)) - lineOf(start(method.getBody())) + 1L;
            if (lines > METHOD_LINES_MAX) {
                String where = place + "#" + method.getName();
                String advice = lines + " lines; name its parts, " + METHOD_LINES_MAX + " is long";
                findings.add(new Finding("long-method", where, lineOf(start(method)), advice));
            }
        }
        return super.visitMethod(method, null);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree member, Void unused) {
        String name = member.toString();
        String advice = BANNED_MEMBERS.get(name);
        if (advice == null && member.getIdentifier().contentEquals("printStackTrace")) {
            advice = "log it, with a sentence that says what failed";
        }
        if (advice == null && !mayUseConsole()) {
            advice = BANNED_CONSOLE.get(name);
        }
        if (advice == null && name.equals("System.exit") && !place.endsWith("Main.java")) {
            advice = "throw, and let the ...Main class decide";
        }
        if (advice != null) {
            report("banned-call", member, name + ": " + advice);
        }
        return super.visitMemberSelect(member, null);
    }

    @Override
    public Void visitNewClass(NewClassTree creation, Void unused) {
        String type = creation.getIdentifier().toString().replaceAll("<.*", "");
        String advice = BANNED_EMPTY_CONSTRUCTORS.get(type);
        if (advice != null && creation.getArguments().isEmpty()) {
            report("banned-call", creation, "new " + type + "(): " + advice);
        }
        return super.visitNewClass(creation, null);
    }

    @Override
    public Void visitCatch(CatchTree clause, Void unused) {
        boolean empty = clause.getBlock().getStatements().isEmpty();
        if (empty && !textOf(clause.getBlock()).matches("(?s).*(//|/\\*).*")) {
            report("empty-catch", clause, "an empty catch: handle it, or say in a comment why it may be ignored");
        }
        return super.visitCatch(clause, null);
    }

    @Override
    public Void visitAnnotation(AnnotationTree annotation, Void unused) {
        if (annotation.getAnnotationType().toString().equals("Disabled")) {
            report("disabled-test", annotation, "a disabled test: mend it or delete it");
        }
        return super.visitAnnotation(annotation, null);
    }

    @Override
    public Void visitImport(ImportTree imported, Void unused) {
        if (imported.getQualifiedIdentifier().toString().endsWith(".*")) {
            report("star-import", imported, "an import of everything: name the classes");
        }
        return super.visitImport(imported, null);
    }

    private boolean mayUseConsole() {
        return place.endsWith("Main.java") || place.contains("/cli/") || place.startsWith("bench/");
    }

    private void report(String rule, Tree tree, String advice) {
        findings.add(new Finding(rule, place, lineOf(start(tree)), advice));
    }

    private String textOf(Tree tree) {
        return source.substring(Math.toIntExact(start(tree)), Math.toIntExact(positions.getEndPosition(unit, tree)));
    }

    private long start(Tree tree) {
        return positions.getStartPosition(unit, tree);
    }

    private int lineOf(long position) {
        return Math.toIntExact(unit.getLineMap().getLineNumber(position));
    }
}
