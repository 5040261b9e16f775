use std::thread;

extern "C" {
    fn ticket_next() -> u64;
    fn ticket_mine() -> u32;
    fn ticket_total() -> u64;
}

fn draw(n: u32) -> (Vec<u64>, u32) {
    let tickets = (0..n).map(|_| unsafe { ticket_next() }).collect();
    (tickets, unsafe { ticket_mine() })
}

fn main() {
    let workers: Vec<_> = (1..=4).map(|n| thread::spawn(move || draw(n * 100))).collect();
    let mut all = Vec::new();
    for w in workers {
        if let Ok((tickets, mine)) = w.join() {
            println!("{mine} drawn");
            all.extend(tickets);
        }
    }
    all.sort_unstable();
    all.dedup();
    println!("{} different of {}", all.len(), unsafe { ticket_total() });
}
