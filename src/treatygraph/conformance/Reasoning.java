// Says which axioms of an ontology are outside an OWL 2 profile, or whether a reasoner finds it consistent.
// Prints tab-separated lines only; must not change the ontology.
//
//   java -cp JARS Reasoning.java profile DL|RL FILE          kind of violation <TAB> axiom
//   java -cp JARS Reasoning.java consistent FACTORY FILE     "consistent" or "inconsistent", then unsatisfiable classes

import java.io.File;
import java.util.TreeSet;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.reasoner.OWLReasonerFactory;

public class Reasoning {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
            OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[2]));
        TreeSet<String> lines = new TreeSet<>();
        if (arguments[0].equals("profile")) {
            OWLProfile profile = arguments[1].equals("DL") ? Profiles.OWL2_DL : Profiles.OWL2_RL;
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                String axiom = violation.getAxiom() == null ? String.valueOf(violation.getExpression())
                    : String.valueOf(violation.getAxiom());
                lines.add(violation.getClass().getSimpleName() + "\t" + axiom.replaceAll("\\s+", " "));
            }
        } else {
            OWLReasonerFactory factory =
                (OWLReasonerFactory) Class.forName(arguments[1]).getDeclaredConstructor().newInstance();
            OWLReasoner reasoner = factory.createReasoner(ontology);
            boolean consistent = reasoner.isConsistent();
            System.out.println(consistent ? "consistent" : "inconsistent");
            if (consistent && arguments.length > 3) {
                for (OWLClass unsatisfiable : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                    lines.add(unsatisfiable.getIRI().toString());
                }
            }
            reasoner.dispose();
        }
        lines.forEach(System.out::println);
    }
}
