package io.ejet.conf;

import static io.ejet.conf.ConfigTexts.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigNode.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The grammar of the configuration language, form by form. */
class ConfigParserTest {
    @Test
    void shouldReadNamesAndValues() {
        assertEquals("", tree(""));
        assertEquals("", tree(" \n\t;;\r\n"));
        assertEquals("a=<1>", tree("a=1;"));
        assertEquals("a=<1> b=<2 3>", tree("  a  =  1  ;\n b=2 3"));
        assertEquals("max header size=<32K>", tree("max header size = 32K;"));
        assertEquals("flag=<> b=<1>", tree("flag; b = 1;"));
        assertEquals("e=<>", tree("e = ;"));
        assertEquals("a={b=<1> c={d=<2>}} e=<3>", tree("a = { b = 1; c = { d = 2 } } e = 3;"));
        assertEquals("a={}", tree("a = {};"));
        assertEquals("a:b=<c:d, e>", tree("a:b = c:d, e;"));
        assertEquals("a=<b=c>", tree("a = b=c;"));
        assertEquals("a=<two\n lines == one value>", tree("a = two\n lines == one value;"));
    }

    @Test
    void shouldTakeOuterBracesAroundTheFile() {
        assertEquals("a=<1> b=<2>", tree("# note\n{ a = 1; b = 2; }\n"));
    }

    @Test
    void shouldReadQuotedTexts() {
        assertEquals("a=<x;y}#z>", tree("a = \"x;y}#z\";"));
        assertEquals("a=<say \"hi\">", tree("a = 'say \"hi\"';"));
        assertEquals("a=<>", tree("a = '';"));
        assertEquals("a b=<1> c=d=<2> e=<>", tree("'a b' = 1; \"c=d\" = 2; 'e';"));
        assertEquals("a=<two\nlines>", tree("a = 'two\nlines';"));
        assertEquals("a=<1> b=<2>", tree("a = '1' # note\n ; b = \"2\""));
    }

    @Test
    void shouldKeepEscapesAndLetThemProtect() {
        assertEquals("a=<\\.(h|c)$>", tree("a = \"\\.(h|c)$\";"));
        assertEquals("a=<x\\\"y>", tree("a = \"x\\\"y\";"));
        assertEquals("a=<x\\;y>", tree("a = x\\;y;"));
        assertEquals("a=<x \\#y>", tree("a = x \\#y;"));
        assertEquals("a\\=b=<1>", tree("a\\=b = 1;"));
        assertEquals("a=[<x\\,y> <z>]", tree("a = [ x\\,y, z ];"));
        assertEquals("a=<x\\\\>", tree("a = 'x\\\\';"));
        assertEquals("a=<x\\>", tree("a = x\\"));
    }

    @Test
    void shouldBalanceBracesInUnquotedTexts() {
        assertEquals("o={a=<${x}y${z}>}", tree("o = { a = ${x}y${z} }"));
        assertEquals("o={a=<^/[0-9]{2,3}$> b=<1>}", tree("o = { a = ^/[0-9]{2,3}$; b = 1; }"));
        assertEquals("o={^a{2}$=<1>}", tree("o = { ^a{2}$ = 1; }"));
    }

    @Test
    void shouldReadArrays() {
        assertEquals("a=[]", tree("a = [];"));
        assertEquals("a=[<b> <c d> <e>]", tree("a = [ b, 'c d', \"e\" ];"));
        assertEquals("a=[<b> <c> <d>]", tree("a = [b c,,\n d];"));
        assertEquals("a=[<$q[0]> <${r[x]}>]", tree("a = [ $q[0] ${r[x]} ];"));
        assertEquals("a=[{x=<1>} {x=<2>} [<3>]]", tree("a = [ { x = 1; }, { x = 2 } [3] ];"));
        assertEquals("a=[<b> <c>] d=<1>", tree("a = [ b, # note ]\n c /* ] */ ];\n d = 1;"));
    }

    @Test
    void shouldKeepRepeatedNamesInTheirOrder() {
        Section tree =
                ConfigTexts.parse("l = 1; x = 9; L = [2, 3]; l = { a = 4; }").tree();
        assertEquals("l=<1> x=<9> L=[<2> <3>] l={a=<4>}", ConfigTexts.shown(tree));
        List<ConfigNode> all = tree.values("l");
        assertEquals(4, all.size());
        assertEquals("1", ((ConfigNode.Text) all.get(0)).text());
        assertEquals("3", ((ConfigNode.Text) all.get(2)).text());
        assertTrue(all.get(3) instanceof Section);
    }

    @Test
    void shouldSeeCommentsOnlyWhereTheyMayOpen() {
        assertEquals("a=<1>", tree("#x\na = 1; # y"));
        assertEquals("a=<1>", tree("/**/a = 1;/* ; */"));
        assertEquals("a=<1> b=<2>", tree("a /* x */ = /* y */ 1 /* z */; b = 2;"));
        assertEquals("a=<1>", tree("a = 1 # note; \n ;"));
        assertEquals("a=<1>", tree("a =#note\n1;"));
        assertEquals("a=<x#y/*z>", tree("a = x#y/*z;"));
        assertEquals("text/*=<.t>", tree("text/* = .t;"));
        assertEquals("a=<http://h/#f>", tree("a = http://h/#f;"));
        assertEquals("a=<b  c>", tree("a = b /* ; } */ c;"));
        assertEquals("a=<x '#' \"/*\">", tree("a = x '#' \"/*\";"));
        assertEquals("a={} b=<1>", tree("a = {#}\n} b = 1;"));
        assertEquals("a=<1>", tree("/*a*//*b*/#c\na = 1;"));
    }

    @Test
    void shouldOpenQuotesOnlyWhereTheyMayOpen() {
        assertEquals("a=<don't> b=<it's>", tree("a = don't; b = it's;"));
        assertEquals("a=<$x \"b;c\" 'd'>", tree("a = $x \"b;c\" 'd';"));
    }

    @Test
    void shouldKeepScriptsRaw() {
        assertEquals("script=% if (a) { b; } %", tree("<script> if (a) { b; } </script>"));
        assertEquals("reply_script=%r;% x=<1>", tree("<reply_script>r;</reply_script>; x = 1;"));
        assertEquals("cache_check_script=%c;%", tree("<CACHE_CHECK_SCRIPT>c;</cache_check_script>"));
        assertEquals(
                "a=% return \"</script>\"; # it's\n % b=<1>",
                tree("a = <script> return \"</script>\"; # it's\n </script> b = 1;"));
        assertEquals("script=% '}' /* } */ # }\n {} % b=<1>", tree("script = { '}' /* } */ # }\n {} } b = 1;"));
        assertEquals("Reply Script=% $a == '}' %", tree("Reply Script = { $a == '}' };"));
        assertEquals("script=% if ('}' == $a) { don't; } %", tree("script = { if ('}' == $a) { don't; } };"));
        assertEquals("script=%a% b=<1>", tree("<script>a</script>'b' = 1;"));
        assertEquals("script=<reply 404>", tree("script = reply 404;"));
    }

    @Test
    void shouldReadConditionalScriptsToTheirEnd() {
        assertEquals("script=%if (a) b; else c;% x=<1>", tree("script = if (a) b; else c; x = 1;"));
        assertEquals(
                "script=%if ($q == ';') { b; } else if (d) \"e;\"; else { f; }% x=<1>",
                tree("script = if ($q == ';') { b; } else if (d) \"e;\"; else { f; }; x = 1;"));
        assertEquals("script=%if (a) ${b}c;% elsewhere=<1>", tree("script = if (a) ${b}c; elsewhere = 1;"));
        assertEquals("o={script=%if (a) b %}", tree("o = { script = if (a) b }"));
        assertEquals("script=<iffy>", tree("script = iffy;"));
    }

    @Test
    void shouldKnowWhereEverythingStands() {
        Section tree = ConfigTexts.parse("a = 1;\n\tbb = {\n  c = 'd';\n  <script>s</script>\n}")
                .tree();
        assertEquals("""
                1:1 a = 1:5 <1>
                2:2 bb = 2:7 {
                  3:3 c = 3:8 <d>
                  4:3 script = 4:11 %s%
                }
                """, ConfigTexts.placed(tree));
    }
}
