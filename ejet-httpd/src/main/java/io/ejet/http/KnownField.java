package io.ejet.http;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The request fields that are looked for in every request: recognised while the head is parsed, found again without a search.
 *
 * <p>Length, first and last letter tell them apart. A multiplier that gives each a slot of its own is searched for once, when the
 * class is loaded; a name from the wire then costs one look-up and one comparison.
 */
public enum KnownField {
    /** RFC 9110 section 12.5.1. */
    ACCEPT,
    /** RFC 9110 section 12.5.3. */
    ACCEPT_ENCODING,
    /** RFC 9110 section 12.5.4. */
    ACCEPT_LANGUAGE,
    /** RFC 9110 section 11.6.2. */
    AUTHORIZATION,
    /** RFC 9111 section 5.2. */
    CACHE_CONTROL,
    /** RFC 9110 section 7.6.1. */
    CONNECTION,
    /** RFC 9110 section 8.4. */
    CONTENT_ENCODING,
    /** RFC 9110 section 8.6. */
    CONTENT_LENGTH,
    /** RFC 9110 section 8.3. */
    CONTENT_TYPE,
    /** RFC 6265 section 4.2. */
    COOKIE,
    /** RFC 9110 section 10.1.1. */
    EXPECT,
    /** RFC 9110 section 7.2. */
    HOST,
    /** RFC 9110 section 13.1.1. */
    IF_MATCH,
    /** RFC 9110 section 13.1.3. */
    IF_MODIFIED_SINCE,
    /** RFC 9110 section 13.1.2. */
    IF_NONE_MATCH,
    /** RFC 9110 section 13.1.5. */
    IF_RANGE,
    /** RFC 9110 section 13.1.4. */
    IF_UNMODIFIED_SINCE,
    /** RFC 6454 section 7. */
    ORIGIN,
    /** RFC 9110 section 14.2. */
    RANGE,
    /** RFC 9110 section 10.1.3. */
    REFERER,
    /** RFC 9112 section 6.1. */
    TRANSFER_ENCODING,
    /** RFC 9110 section 7.8. */
    UPGRADE,
    /** RFC 9110 section 10.1.5. */
    USER_AGENT,
    /** Who a proxy says the client is; in no standard. */
    X_FORWARDED_FOR;

    /** How many there are; as bits they fit into an int. */
    static final int COUNT = values().length;

    private static final int SLOT_BITS = 7;
    private static final int MULTIPLIER = findMultiplier();
    private static final KnownField[] SLOTS = fill(MULTIPLIER);

    private final String lowerCaseName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * The field's name.
     *
     * @return in lower case
     */
    public String lowerCaseName() {
        return lowerCaseName;
    }

    /** Its number among all, for arrays in memory; never stored. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    int bit() {
        return 1 << index();
    }

    /** The field of that name, whatever its case; null when it is none of these. The name is not empty. */
    static KnownField find(ByteBuffer bytes, int start, int end) {
        KnownField field = SLOTS[slot(end - start, bytes.get(start), bytes.get(end - 1), MULTIPLIER)];
        return field != null && Octets.equalsIgnoreCase(bytes, start, end, field.lowerCaseName) ? field : null;
    }

    private static int slot(int length, int first, int last, int multiplier) {
        int key = (length << 16) | ((first | 0x20) << 8) | last | 0x20;
        return (key * multiplier) >>> (Integer.SIZE - SLOT_BITS);
    }

    private static int findMultiplier() {
        int multiplier = 0x9e37_79b1;
        while (fill(multiplier) == null) {
            multiplier += 2; // odd ones keep every bit of the key
        }
        return multiplier;
    }

    /** Each field in its slot; null when two want the same. */
    private static KnownField[] fill(int multiplier) {
        KnownField[] slots = new KnownField[1 << SLOT_BITS];
        for (KnownField field : values()) {
            String name = field.lowerCaseName;
            int slot = slot(name.length(), name.charAt(0), name.charAt(name.length() - 1), multiplier);
            if (slots[slot] != null) {
                return null;
            }
            slots[slot] = field;
        }
        return slots;
    }
}
