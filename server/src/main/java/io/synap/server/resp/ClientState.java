package io.synap.server.resp;

/**
 * What a client has told about itself and what it has been seen doing. Written by its connection's
 * event loop; others may read it for reports, and then see figures that are a little old.
 */
final class ClientState {
    private final long id;
    private final String address;
    private final String localAddress;
    private final long createdMillis;
    private long activeMillis;
    private long bytesIn;
    private long bytesOut;
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private String lastCommand = "NULL";
    private boolean resp3;
    private ReplyMode replyMode = ReplyMode.ON;
    private int channels;
    private int patterns;
    private int shardChannels;

    /** Whether replies are sent. */
    enum ReplyMode {
        ON,
        OFF,
        /** Not for the command that follows. */
        SKIP_NEXT,
        /** Not for the command being executed. */
        SKIP
    }

    ClientState(long id, String address, String localAddress, long nowMillis) {
        this.id = id;
        this.address = address;
        this.localAddress = localAddress;
        this.createdMillis = nowMillis;
        this.activeMillis = nowMillis;
    }

    long id() {
        return id;
    }

    String address() {
        return address;
    }

    String localAddress() {
        return localAddress;
    }

    long createdMillis() {
        return createdMillis;
    }

    long activeMillis() {
        return activeMillis;
    }

    /** It has sent something, or something that it waited for has ended. */
    void active(long nowMillis) {
        activeMillis = nowMillis;
    }

    void received(int bytes) {
        bytesIn += bytes;
    }

    void sent(long bytes) {
        bytesOut += bytes;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    void executing(String command) {
        lastCommand = command;
    }

    /** The last command, with its subcommand behind a bar. */
    String lastCommand() {
        return lastCommand;
    }

    String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    String libraryName() {
        return libraryName;
    }

    void libraryName(String given) {
        libraryName = given;
    }

    String libraryVersion() {
        return libraryVersion;
    }

    void libraryVersion(String given) {
        libraryVersion = given;
    }

    boolean isResp3() {
        return resp3;
    }

    void resp3(boolean speaks) {
        resp3 = speaks;
    }

    ReplyMode replyMode() {
        return replyMode;
    }

    void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** Its subscriptions are so many now. */
    void subscribed(int toChannels, int toPatterns, int toShardChannels) {
        channels = toChannels;
        patterns = toPatterns;
        shardChannels = toShardChannels;
    }

    int channels() {
        return channels;
    }

    int patterns() {
        return patterns;
    }

    int shardChannels() {
        return shardChannels;
    }

    boolean isSubscriber() {
        return (channels | patterns | shardChannels) != 0;
    }

    /** Whether it may say little: it is a subscriber, and replies look like messages to it. */
    boolean isSubscriberMode() {
        return !resp3 && isSubscriber();
    }

    /** Whether commands may be executed without a look at the client's state. */
    boolean isPlain() {
        return replyMode == ReplyMode.ON && !isSubscriberMode();
    }

    /** Whether the reply to the command just executed is not wanted; asked once for each command. */
    boolean mutesReply() {
        switch (replyMode) {
            case ON -> {
                return false;
            }
            case OFF -> {}
            case SKIP_NEXT -> replyMode = ReplyMode.SKIP;
            case SKIP -> replyMode = ReplyMode.ON;
        }
        return true;
    }

    /** Back to how it was when it connected. */
    void reset() {
        name = "";
        resp3 = false;
        replyMode = ReplyMode.ON;
    }
}
