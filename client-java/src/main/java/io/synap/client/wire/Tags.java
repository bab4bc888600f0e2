package io.synap.client.wire;

/** The tags of {@code synap/v1/synap.proto}: field number and wire type, each one byte. */
final class Tags {
    static final int VARINT = 0;
    static final int FIXED_64 = 1;
    static final int BYTES = 2;
    static final int FIXED_32 = 5;

    static final int FRAME_REQUEST = 1 << 3 | BYTES;
    static final int FRAME_SESSION = 2 << 3 | BYTES;
    static final int FRAME_ANSWERED_BELOW = 3 << 3 | VARINT;
    static final int FRAME_MESSAGE = 1 << 3 | BYTES;

    static final int MESSAGE_ANSWER = 1 << 3 | BYTES;
    static final int MESSAGE_EVENT = 2 << 3 | BYTES;

    static final int REQUEST_ID = 1 << 3 | VARINT;
    static final int REQUEST_COMMAND = 2 << 3 | BYTES;
    static final int REQUEST_PAYLOAD = 3 << 3 | BYTES;
    static final int REQUEST_NUMBER = 4 << 3 | VARINT;

    static final int ANSWER_ID = 1 << 3 | VARINT;
    static final int ANSWER_SUCCESS = 2 << 3 | VARINT;
    static final int ANSWER_PAYLOAD = 3 << 3 | BYTES;
    static final int ANSWER_CODE = 4 << 3 | BYTES;
    static final int ANSWER_ERROR = 5 << 3 | BYTES;

    static final int EVENT_SUBSCRIPTION = 1 << 3 | BYTES;
    static final int EVENT_TYPE = 2 << 3 | BYTES;
    static final int EVENT_CURSOR = 3 << 3 | BYTES;
    static final int EVENT_MEMBER = 4 << 3 | BYTES;

    static final int FLAG = 1 << 3 | VARINT;
    static final int INTEGER = 2 << 3 | VARINT;
    static final int FRACTION = 3 << 3 | FIXED_64;
    static final int TEXT = 4 << 3 | BYTES;
    static final int OCTETS = 5 << 3 | BYTES;
    static final int OBJECT = 6 << 3 | BYTES;
    static final int LIST = 7 << 3 | BYTES;
    static final int JSON = 8 << 3 | BYTES;

    /** An element of an object or of a list. */
    static final int ELEMENT = 1 << 3 | BYTES;
    /** Of an entry of a map. */
    static final int NAME = 1 << 3 | BYTES;

    static final int VALUE = 2 << 3 | BYTES;

    private Tags() {}
}
