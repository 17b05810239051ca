package io.ejet.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The media type of a file by the extension of its name.
 *
 * <p>Threading: immutable.
 *
 * <p>Looked up without a String of the extension: a table with open addressing, at most half full, whose hash does not know case.
 */
public final class MediaTypes {
    /** A type, and the extensions it is for. */
    private static final String BUILT_IN = """
            text/html html htm shtml
            text/css css
            text/plain txt text log conf ini
            text/csv csv
            text/markdown md markdown
            text/calendar ics
            text/javascript js mjs cjs
            text/xml xml xsl xsd
            text/vtt vtt
            text/vcard vcf
            text/x-component htc
            text/mathml mml
            image/png png
            image/jpeg jpg jpeg jpe
            image/gif gif
            image/webp webp
            image/avif avif
            image/svg+xml svg svgz
            image/x-icon ico
            image/bmp bmp
            image/tiff tif tiff
            image/heic heic
            image/jxl jxl
            image/vnd.wap.wbmp wbmp
            font/woff woff
            font/woff2 woff2
            font/ttf ttf
            font/otf otf
            font/collection ttc
            application/vnd.ms-fontobject eot
            application/json json map
            application/ld+json jsonld
            application/geo+json geojson
            application/manifest+json webmanifest
            application/xhtml+xml xhtml
            application/atom+xml atom
            application/rss+xml rss
            application/wasm wasm
            application/pdf pdf
            application/postscript ps eps ai
            application/rtf rtf
            application/epub+zip epub
            application/zip zip
            application/gzip gz tgz
            application/x-bzip2 bz2
            application/x-xz xz
            application/zstd zst
            application/x-7z-compressed 7z
            application/x-tar tar
            application/vnd.rar rar
            application/java-archive jar war ear
            application/java-vm class
            application/yaml yaml yml
            application/toml toml
            application/sql sql
            application/x-sh sh
            application/x-perl pl pm
            application/x-x509-ca-cert der pem crt
            application/x-shockwave-flash swf
            application/x-java-jnlp-file jnlp
            application/msword doc
            application/vnd.ms-excel xls
            application/vnd.ms-powerpoint ppt
            application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
            application/vnd.oasis.opendocument.text odt
            application/vnd.oasis.opendocument.spreadsheet ods
            application/vnd.oasis.opendocument.presentation odp
            application/vnd.oasis.opendocument.graphics odg
            application/vnd.google-earth.kml+xml kml
            application/vnd.google-earth.kmz kmz
            application/vnd.apple.mpegurl m3u8
            application/dash+xml mpd
            application/octet-stream bin exe dll iso img dmg deb rpm msi msp msm so
            audio/mpeg mp3
            audio/mp4 m4a
            audio/aac aac
            audio/ogg ogg oga opus
            audio/flac flac
            audio/wav wav
            audio/webm weba
            audio/midi mid midi kar
            video/mp4 mp4 m4v
            video/mpeg mpeg mpg
            video/webm webm
            video/ogg ogv
            video/quicktime mov
            video/mp2t ts
            video/3gpp 3gp 3gpp
            video/x-matroska mkv
            video/x-msvideo avi
            video/x-ms-wmv wmv
            video/x-ms-asf asf asx
            video/x-flv flv
            """;

    private final String[] extensions;
    private final String[] types;

    /**
     * The built-in types and others.
     *
     * @param configured types by extension, without dot; they come before the built-in ones
     */
    public MediaTypes(Map<String, String> configured) {
        Map<String, String> all = builtIn();
        configured.forEach((extension, type) -> all.put(extension.toLowerCase(Locale.ROOT), type));
        int slots = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        extensions = new String[slots];
        types = new String[slots];
        all.forEach(this::put);
    }

    private static Map<String, String> builtIn() {
        Map<String, String> all = new HashMap<>();
        BUILT_IN.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                all.put(words[i], words[0]);
            }
        });
        return all;
    }

    private void put(String extension, String type) {
        int slot = slot(extension, 0);
        while (extensions[slot] != null) {
            slot = (slot + 1) & (extensions.length - 1);
        }
        extensions[slot] = extension;
        types[slot] = type;
    }

    private int slot(String name, int from) {
        int hash = 0;
        for (int i = from; i < name.length(); i++) {
            hash = 31 * hash + Octets.lower(name.charAt(i));
        }
        return (hash ^ (hash >>> 16)) & (extensions.length - 1);
    }

    /**
     * The type of a file. Allocates nothing.
     *
     * @param fileName a name, with folders before it or not; what follows its last dot is the extension
     * @param defaultType what it is when the extension is not known
     * @return the type, without parameters
     */
    public String of(String fileName, String defaultType) {
        int from = fileName.lastIndexOf('.') + 1;
        if (from == 0) {
            return defaultType;
        }
        int slot = slot(fileName, from);
        while (extensions[slot] != null) {
            String extension = extensions[slot];
            boolean equal = extension.length() == fileName.length() - from
                    && fileName.regionMatches(true, from, extension, 0, extension.length());
            if (equal) {
                return types[slot];
            }
            slot = (slot + 1) & (extensions.length - 1);
        }
        return defaultType;
    }
}
