package io.synap.protocol.resp;

/**
 * What a request may be at most.
 *
 * @param argumentsMax arguments of one request, the command's name included
 * @param bulkBytesMax one argument
 * @param inlineBytesMax a line: an inline request, or the line that announces a count or a length
 * @param requestBytesMax a whole request that is still arriving
 */
public record RespLimits(int argumentsMax, int bulkBytesMax, int inlineBytesMax, int requestBytesMax) {
    public static final int ARGUMENTS_MAX_DEFAULT = 1024 * 1024;
    public static final int INLINE_BYTES_MAX_DEFAULT = 64 * 1024;
    /** What a request may hold beyond its largest argument. */
    private static final int REQUEST_BYTES_BESIDE = 256 * 1024 * 1024;

    /** The usual limits for values of at most that size. */
    public static RespLimits forValues(int valueBytesMax) {
        long request = Math.min(Integer.MAX_VALUE - 64, (long) valueBytesMax + REQUEST_BYTES_BESIDE);
        return new RespLimits(ARGUMENTS_MAX_DEFAULT, valueBytesMax, INLINE_BYTES_MAX_DEFAULT, (int) request);
    }
}
