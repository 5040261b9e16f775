pub struct Book {
    accounts: [i64; 4],
}

impl Default for Book {
    fn default() -> Self {
        Self { accounts: [0; 4] }
    }
}

impl Book {
    fn account(&mut self, n: u32) -> &mut i64 {
        self.accounts.get_mut(n as usize).expect("no such account")
    }

    pub fn post(&mut self, from: u32, to: u32, cents: i64) {
        let debit = self.account(from);
        *debit = debit.wrapping_sub(cents);
        let credit = self.account(to);
        *credit = credit.wrapping_add(cents);
    }

    pub fn sum(&self) -> i64 {
        self.accounts.iter().fold(0i64, |sum, n| sum.wrapping_add(*n))
    }
}
