mod solver;

use solver::Solver;

fn main() {
    let mut solver = Solver::new(64).expect("solver");
    let salt = [0.4, 0.9, 2.5];
    for target in salt {
        let root = solver.solve(1.0, |x| {
            assert!(x >= 0.0, "negative concentration {x}");
            x * x - target
        });
        match root {
            Ok(x) => println!("{target}: {x:.5}"),
            Err(why) => println!("{target}: {why}"),
        }
    }
    let never = solver.solve(0.1, |x| if x < 0.0 { panic!("left the domain") } else { x + 1.0 });
    println!("{never:?}");
}
