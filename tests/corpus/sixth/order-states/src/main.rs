mod engine;

use engine::{Engine, State};

fn main() {
    let Some(mut e) = Engine::new() else { std::process::exit(1) };
    let ids: Vec<u64> = [e.ask(101, 5), e.ask(102, 5), e.bid(102, 8), e.bid(90, 1)].into_iter().flatten().collect();
    for id in &ids {
        println!("{id}: {:?}", e.state(*id));
    }
    let open = ids.iter().filter(|id| e.state(**id) == State::Open).count();
    println!("{open} open, cancelled the last: {}", e.cancel(ids[ids.len() - 1]));
}
