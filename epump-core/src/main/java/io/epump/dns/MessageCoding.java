package io.epump.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Questions to bytes, and bytes to what they say to a question. Pure functions.
 *
 * <p>What a message holds beside the way from the name asked for to its addresses is not looked at: nobody can slip a record
 * about another name in.
 */
final class MessageCoding {
    /** What an answer over UDP may be long without being cut on its way (RFC 9715 section 3.1, as EDNS0 tells the server). */
    static final int UDP_BYTES = 1232;

    private static final long MAX_TTL_SECONDS = Integer.MAX_VALUE;

    private final int maxAliases;
    private final int maxAddresses;

    MessageCoding(int maxAliases, int maxAddresses) {
        this.maxAliases = maxAliases;
        this.maxAddresses = maxAddresses;
    }

    /** The bytes of a question; EDNS0 (RFC 6891) tells that longer answers may come. */
    static byte[] encode(Question question, boolean hasEdns) {
        Message message = Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
        message.getHeader().setID(question.id());
        if (hasEdns) {
            message.addRecord(new OPTRecord(UDP_BYTES, 0, 0), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    /**
     * What a message says to a question.
     *
     * @return null when it is no answer to this question: garbage, another id, another question (RFC 5452 section 9.1)
     */
    Reply decode(byte[] bytes, Question question) {
        Message message;
        try {
            message = new Message(bytes);
        } catch (IOException | RuntimeException garbage) { // whatever dnsjava stumbles over
            return null;
        }
        if (!isAnswerTo(message, question)) {
            return null;
        }
        boolean isTruncated = message.getHeader().getFlag(Flags.TC);
        return switch (message.getRcode()) {
            case Rcode.NOERROR, Rcode.NXDOMAIN ->
                isTruncated ? new Reply(NameStatus.OK, true, List.of(), null, 0, 0) : follow(message, question);
            case Rcode.FORMERR -> Reply.failed(NameStatus.FORMAT);
            case Rcode.NOTIMP -> Reply.failed(NameStatus.UNSUPPORTED);
            case Rcode.REFUSED -> Reply.failed(NameStatus.REFUSED);
            default -> Reply.failed(NameStatus.SERVER_FAILURE);
        };
    }

    private static boolean isAnswerTo(Message message, Question question) {
        List<Record> questions = message.getSection(Section.QUESTION);
        if (message.getHeader().getID() != question.id()
                || !message.getHeader().getFlag(Flags.QR)
                || message.getHeader().getOpcode() != Opcode.QUERY) {
            return false;
        }
        if (questions.size() != 1) {
            // Who has not understood a message, such as a server from before EDNS, may answer with the header alone.
            return questions.isEmpty() && message.getRcode() == Rcode.FORMERR;
        }
        Record repeated = questions.get(0);
        return repeated.getType() == question.type()
                && repeated.getDClass() == DClass.IN
                && repeated.getName().equals(question.name()); // whatever the case of the letters
    }

    /** Goes from the name asked for along the aliases to the addresses. */
    private Reply follow(Message message, Question question) {
        Record[] answers = message.getSection(Section.ANSWER).toArray(new Record[0]);
        Name name = question.name();
        long ttlSeconds = MAX_TTL_SECONDS;
        int aliases = 0;
        for (CNAMERecord alias = alias(answers, name); alias != null; alias = alias(answers, name)) {
            if (++aliases > maxAliases) {
                return Reply.failed(NameStatus.TOO_MANY_ALIASES);
            }
            name = alias.getTarget();
            ttlSeconds = Math.min(ttlSeconds, ttl(alias));
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (Record answer : answers) {
            if (answer.getType() == question.type() && isOf(answer, name) && addresses.size() < maxAddresses) {
                addresses.add(address(answer));
                ttlSeconds = Math.min(ttlSeconds, ttl(answer));
            }
        }
        if (!addresses.isEmpty()) {
            return new Reply(NameStatus.OK, false, new ArrayList<>(addresses), null, aliases, ttlSeconds);
        }
        return nothing(message, name, aliases, ttlSeconds);
    }

    /** No address: because there is none, or because the server knows nothing of where the aliases lead to. */
    private static Reply nothing(Message message, Name name, int aliases, long ttlSeconds) {
        long negativeSeconds = negativeTtl(message, name);
        long leastSeconds = Math.min(ttlSeconds, Math.max(0, negativeSeconds));
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return new Reply(NameStatus.NO_SUCH_NAME, false, List.of(), null, aliases, leastSeconds);
        }
        if (negativeSeconds < 0 && aliases > 0) {
            return new Reply(NameStatus.OK, false, List.of(), name, aliases, ttlSeconds);
        }
        if (negativeSeconds < 0 && isReferral(message)) {
            return Reply.failed(NameStatus.SERVER_FAILURE);
        }
        return new Reply(NameStatus.NO_ADDRESS, false, List.of(), null, aliases, leastSeconds);
    }

    /** A server that does not ask others itself has told whom to ask instead: it is of no use. */
    private static boolean isReferral(Message message) {
        return !message.getHeader().getFlag(Flags.RA)
                && message.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
    }

    private static CNAMERecord alias(Record[] answers, Name name) {
        for (Record answer : answers) {
            if (answer instanceof CNAMERecord alias && isOf(answer, name)) {
                return alias;
            }
        }
        return null;
    }

    private static boolean isOf(Record answer, Name name) {
        return answer.getDClass() == DClass.IN && answer.getName().equals(name);
    }

    private static InetAddress address(Record answer) {
        return Literal.of(
                answer instanceof AAAARecord aaaa
                        ? aaaa.getAddress().getAddress()
                        : ((ARecord) answer).getAddress().getAddress());
    }

    /** How long to believe that there is nothing (RFC 2308 section 5), in seconds; -1 when nobody has said so. */
    private static long negativeTtl(Message message, Name name) {
        for (Record authority : message.getSection(Section.AUTHORITY)) {
            if (authority instanceof SOARecord soa && name.subdomain(soa.getName())) {
                return Math.min(ttl(soa), soa.getMinimum());
            }
        }
        return -1;
    }

    /** A TTL with the highest bit set is none (RFC 2181 section 8). */
    private static long ttl(Record record) {
        return record.getTTL() > MAX_TTL_SECONDS ? 0 : record.getTTL();
    }
}
