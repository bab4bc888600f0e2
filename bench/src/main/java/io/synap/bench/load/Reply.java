package io.synap.bench.load;

/** An answer to a control command; arrays are not asked for, integers come as text. */
public record Reply(Kind kind, String text) {
    /** What an answer is. */
    public enum Kind {
        TEXT,
        NIL,
        ERROR
    }

    static final Reply NIL = new Reply(Kind.NIL, "");

    public boolean isError() {
        return kind == Kind.ERROR;
    }

    public boolean isNil() {
        return kind == Kind.NIL;
    }
}
