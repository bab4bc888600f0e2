package io.synap.server.http.proto;

/** The tags of {@code synap/v1/synap.proto}: field number and wire type, each one byte. */
final class Tags {
    static final int VARINT = 0;
    static final int FIXED_64 = 1;
    static final int BYTES = 2;
    static final int FIXED_32 = 5;

    static final int FRAME_REQUEST = tag(1, BYTES);
    static final int FRAME_SESSION = tag(2, BYTES);
    static final int FRAME_ANSWERED_BELOW = tag(3, VARINT);
    static final int FRAME_MESSAGE = tag(1, BYTES);

    static final int MESSAGE_ANSWER = tag(1, BYTES);
    static final int MESSAGE_EVENT = tag(2, BYTES);

    static final int REQUEST_ID = tag(1, VARINT);
    static final int REQUEST_COMMAND = tag(2, BYTES);
    static final int REQUEST_PAYLOAD = tag(3, BYTES);
    static final int REQUEST_NUMBER = tag(4, VARINT);

    static final int ANSWER_ID = tag(1, VARINT);
    static final int ANSWER_SUCCESS = tag(2, VARINT);
    static final int ANSWER_PAYLOAD = tag(3, BYTES);
    static final int ANSWER_CODE = tag(4, BYTES);
    static final int ANSWER_ERROR = tag(5, BYTES);

    static final int EVENT_SUBSCRIPTION = tag(1, BYTES);
    static final int EVENT_TYPE = tag(2, BYTES);
    static final int EVENT_CURSOR = tag(3, BYTES);
    static final int EVENT_MEMBER = tag(4, BYTES);

    static final int FLAG = tag(1, VARINT);
    static final int INTEGER = tag(2, VARINT);
    static final int FRACTION = tag(3, FIXED_64);
    static final int TEXT = tag(4, BYTES);
    static final int OCTETS = tag(5, BYTES);
    static final int OBJECT = tag(6, BYTES);
    static final int LIST = tag(7, BYTES);
    static final int JSON = tag(8, BYTES);

    /** An element of an object or of a list. */
    static final int ELEMENT = tag(1, BYTES);

    /** Of an entry of a map. */
    static final int NAME = tag(1, BYTES);

    static final int VALUE = tag(2, BYTES);

    private Tags() {}

    static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    static int wireType(int tag) {
        return tag & 7;
    }
}
