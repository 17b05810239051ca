package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.log.AccessLogFormat;
import io.ejet.log.FormatProblem;
import java.util.ArrayList;
import java.util.List;

/** Reads the format of the access log, and tells what is wrong with it at its place in the file. For one thread. */
final class LogFormatReader {
    private final ConfigErrors errors;

    LogFormatReader(ConfigErrors errors) {
        this.errors = errors;
    }

    /** The format of a log: its texts, each complete by itself, joined by spaces. */
    String read(Section log) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode value : ConfigKeys.LOG_FORMAT.in(log)) {
            if (value instanceof Text text && ConfigKeys.LOG_FORMAT.type().read(text.text()) != null) {
                texts.add(text.text());
                for (FormatProblem problem : AccessLogFormat.problems(text.text())) {
                    tell(problem, text.place().plus(problem.index()));
                }
            }
        }
        return texts.isEmpty() ? AccessLogSettings.DEFAULT_FORMAT : String.join(" ", texts);
    }

    private void tell(FormatProblem problem, ConfigPlace place) {
        if (problem.isWarning()) {
            String nearest = SettingName.nearest(problem.unknown(), AccessLogFormat.variables());
            errors.warning(
                    place,
                    problem.message() + ": records have a - there",
                    nearest == null ? "" : "expected: perhaps $" + nearest);
        } else {
            errors.error(place, problem.message(), "");
        }
    }
}
