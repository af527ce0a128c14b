import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks every query file of a folder of a TDB2 directory by Jena's own command, in one start of Java. */
public class AskAll {
    public static void main(String[] arguments) throws Exception {
        String directory = arguments[0];
        try (DirectoryStream<Path> queries = Files.newDirectoryStream(Path.of(arguments[1]), "*.rq")) {
            for (Path query : queries) {
                try (PrintStream out = new PrintStream(query + ".csv", "UTF-8")) {
                    System.setOut(out);
                    tdb2.tdbquery.main("--loc", directory, "--results=CSV", "--set", "tdb2:unionDefaultGraph=true",
                        "--query", query.toString());
                }
            }
        }
    }
}
