//! Random graphs, random edits: after each build every output is what a full rebuild by a model gives, and what
//! ran is exactly what had never been made before.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::common::{Random, Workspace, is_full};
use zbuild_engine::{Action, Call, CallContext, CallOutput};

const SOURCES: usize = 6;
const STEPS: usize = 40;

/// An action of the model: joins its inputs, then the source that the first digit of its first input names.
#[derive(Clone)]
struct Made {
    /// Below `SOURCES`: a source; else the output of an earlier action.
    inputs: Vec<usize>,
    salt: usize,
}

struct Model {
    sources: Vec<String>,
    made: Vec<Made>,
}

fn name(file: usize) -> String {
    if file < SOURCES { format!("src/{file}") } else { format!("out/{file}") }
}

/// The source that a text names.
fn named(text: &str) -> usize {
    text.bytes().find(u8::is_ascii_digit).map_or(0, |digit| usize::from(digit - b'0') % SOURCES)
}

impl Model {
    fn random(random: &mut Random) -> Self {
        let sources = (0..SOURCES).map(|_| random.below(10).to_string()).collect();
        let made = (0..3 + random.below(9)).map(|index| Self::made(random, index)).collect();
        Self { sources, made }
    }

    fn made(random: &mut Random, index: usize) -> Made {
        let inputs = (0..=random.below(3)).map(|_| random.below(SOURCES + index)).collect();
        Made { inputs, salt: random.below(3) }
    }

    /// Every file, sources first; and by action what its output is a function of.
    fn evaluate(&self) -> (Vec<String>, Vec<String>) {
        let (mut files, mut keys) = (self.sources.clone(), Vec::new());
        for (index, made) in self.made.iter().enumerate() {
            let joined: Vec<&str> = made.inputs.iter().map(|&input| files[input].as_str()).collect();
            let found = named(joined[0]);
            let key = format!("{index} {:?} {} {joined:?} {found} {}", made.inputs, made.salt, files[found]);
            // Digested, or sizes would double with each action.
            let text = format!("{}.{}.{}", made.salt, joined.concat(), files[found]);
            files.push(format!("{:?}", zbuild_engine::Digest::of(text.as_bytes())));
            keys.push(key);
        }
        (files, keys)
    }

    fn actions(&self, ran: &Arc<Mutex<HashSet<usize>>>) -> Vec<Action> {
        let action = |(index, made): (usize, &Made)| {
            let (made, ran, output) = (made.clone(), Arc::clone(ran), name(SOURCES + index));
            let (inputs, salt, to) = (made.inputs.clone(), made.salt, output.clone());
            let run = move |given: &CallContext<'_>| {
                ran.lock().unwrap().insert(index);
                let read =
                    |file: usize| fs::read_to_string(given.root.join(name(file))).map_err(|e| e.to_string());
                let joined = inputs.iter().map(|&input| read(input)).collect::<Result<Vec<_>, _>>()?;
                let found = named(&joined[0]);
                let text = format!("{salt}.{}.{}", joined.concat(), read(found)?);
                let text = format!("{:?}", zbuild_engine::Digest::of(text.as_bytes()));
                fs::write(given.root.join(&to), text).map_err(|e| e.to_string())?;
                Ok(CallOutput { discovered: vec![name(found).into()], ..CallOutput::default() })
            };
            let call = Call::new("join", made.salt.to_string(), run);
            Action::call(format!("make {output}"), call)
                .inputs(made.inputs.iter().map(|&input| name(input)))
                .output(output)
        };
        self.made.iter().enumerate().map(action).collect()
    }

    /// Changes the model, or the disk behind the engine's back.
    fn edit(&mut self, random: &mut Random, root: &Path) {
        let made = random.below(self.made.len());
        let output = root.join(name(SOURCES + made));
        match random.below(10) {
            0..=3 => self.sources[random.below(SOURCES)] = random.below(10).to_string(),
            4 => self.made[made] = Self::made(random, made),
            5 => self.made[made].salt = random.below(3),
            6 => drop(fs::remove_file(output)),
            7 => drop(fs::write(output, "tampered with")),
            8 => drop(fs::remove_dir_all(root.join("out"))),
            _ => {
                let victim = ["log", "why", "lock"][random.below(3)];
                drop(fs::remove_file(root.join(".state").join(victim)));
            }
        }
    }
}

fn check(start: u64) {
    let mut random = Random(start);
    let w = Workspace::new();
    let mut model = Model::random(&mut random);
    let mut seen = HashSet::new();
    for step in 0..STEPS {
        fs::create_dir_all(w.root.join("src")).unwrap();
        fs::create_dir_all(w.root.join("out")).unwrap();
        for (index, text) in model.sources.iter().enumerate() {
            fs::write(w.root.join(name(index)), text).unwrap();
        }
        let (files, keys) = model.evaluate();
        let new: HashSet<usize> = (0..keys.len()).filter(|&index| seen.insert(keys[index].clone())).collect();
        let ran = Arc::default();
        let done = w.build(model.actions(&ran));
        assert!(
            done.summary.is_success() && done.warnings.is_empty(),
            "start {start}, step {step}: {done:?}"
        );
        for (index, text) in files.iter().enumerate() {
            assert_eq!(w.read(&name(index)), *text, "start {start}, step {step}: {}", name(index));
        }
        assert_eq!(*ran.lock().unwrap(), new, "start {start}, step {step}: {done:?}");
        let again = w.build(model.actions(&ran));
        assert_eq!(again.summary.up_to_date, model.made.len(), "start {start}, step {step}: {again:?}");
        for _ in 0..=random.below(3) {
            model.edit(&mut random, &w.root);
        }
    }
}

#[test]
fn builds_are_right_and_minimal() {
    let seeds = if is_full() { 100 } else { 3 };
    for seed in 1..=seeds {
        check(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
    }
}
