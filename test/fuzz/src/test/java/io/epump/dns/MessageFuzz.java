package io.epump.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Whatever a name server sends: the coding neither throws nor hangs, believes no answer to another question, and keeps its
 * bounds. The first byte of the input chooses the family; the rest is the message, once as it is, once with the head of a true
 * answer before it, so that the fuzzer need not find that by itself.
 */
class MessageFuzz {
    private static final int MAX_ALIASES = 4;
    private static final int MAX_ADDRESSES = 3;
    private static final int ID = 0x1234;
    private static final MessageCoding CODING = new MessageCoding(MAX_ALIASES, MAX_ADDRESSES);
    private static final int FLAGS_END = 4;
    private static final int COUNTS_END = 12;

    @FuzzTest(maxDuration = "60s")
    void shouldKeepItsBoundsWhateverComes(byte[] input) {
        if (input.length < 1 + COUNTS_END) {
            return;
        }
        Question question = new Question(ID, name(), (input[0] & 1) == 0 ? Type.A : Type.AAAA);
        byte[] message = Arrays.copyOfRange(input, 1, input.length);
        check(question, CODING.decode(message, question));
        byte[] answer = withHead(question, message);
        check(question, CODING.decode(answer, question));
        answer[1] ^= 1;
        if (CODING.decode(answer, question) != null) {
            throw new AssertionError("believed an answer with another id");
        }
    }

    /** The id, flags and question of an answer; counts and records are those of the input. */
    private static byte[] withHead(Question question, byte[] message) {
        byte[] head = MessageCoding.encode(question, false);
        byte[] answer = new byte[head.length + message.length - COUNTS_END];
        System.arraycopy(head, 0, answer, 0, head.length);
        answer[2] = (byte) (0x80 | (message[2] & 0x02)); // an answer, perhaps truncated
        answer[3] = message[3]; // any status
        System.arraycopy(message, FLAGS_END + 2, answer, FLAGS_END + 2, COUNTS_END - FLAGS_END - 2);
        System.arraycopy(message, COUNTS_END, answer, head.length, message.length - COUNTS_END);
        return answer;
    }

    private static void check(Question question, Reply reply) {
        if (reply == null) {
            return;
        }
        boolean isWithinBounds = reply.addresses().size() <= MAX_ADDRESSES
                && reply.aliases() <= MAX_ALIASES
                && reply.ttlSeconds() >= 0
                && reply.ttlSeconds() <= Integer.MAX_VALUE;
        boolean isConsistent = reply.status() == NameStatus.OK
                ? reply.isTruncated() || reply.addresses().isEmpty() == (reply.alias() != null)
                : reply.addresses().isEmpty() && reply.alias() == null;
        boolean isOfFamily = reply.addresses().stream().allMatch(address -> isOf(question.type(), address));
        if (!isWithinBounds || !isConsistent || !isOfFamily) {
            throw new AssertionError(reply.toString());
        }
    }

    /** An IPv6 address that stands for an IPv4 one is one to the JDK. */
    private static boolean isOf(int type, InetAddress address) {
        return address instanceof Inet4Address || (type == Type.AAAA && address instanceof Inet6Address);
    }

    private static Name name() {
        try {
            return Name.fromString("www.example.org.");
        } catch (TextParseException e) {
            throw new AssertionError(e);
        }
    }
}
