const givenNames =
  `Aarav Abena Adriana Agnieszka Ahmed Aiko Aino Aisha Alejandro Alina Amélie Ana Anders Andrea Anjali Antoine
Arjun Astrid Ayşe Beatriz Bogdan Camille Carlos Catalina Chiara Chidi Chinedu Chloé Constantin Daniela Dae-jung Deepika
Diego Dilara Ebru Efua Eilidh Elena Elif Emeka Emilia Emre Erik Esra Eszter Farah Fatima Felix Fernanda Filip Finn
Francesca Freya Gabriela Giorgos Giulia Grace Gustavo Hamza Hannah Haruto Hassan Hugo Ibrahim Imani Ines Ioana Isabel
Ivana Jakub Jasmin Javier Jelena João Jonas Josefine Julia Kaito Karim Katarzyna Kofi Kwame Lars Laura Leila Lucía
Ludovic Magnus Maja Malik Marek Mariana Marta Mateusz Mehmet Mia Miguel Milan Minh Miriam Mohamed Nadia Naoko Ngozi
Nikolai Noah Nora Olga Omar Oskar Paola Pavel Petra Pilar Rafael Rania Rasmus Ren Ricardo Rosa Sakura Sanjay Santiago
Sara Seo-yeon Sigrid Silvia Simone Sofia Søren Stefan Svetlana Tariq Tatiana Thandiwe Théo Thomas Tove Valentina Vikram
Wei Xin Yara Yasmin Yuki Yusuf Zainab Zofia`.split(/\s+/);

const familyNames =
  `Abe Abubakar Acheampong Adebayo Agarwal Ahmadi Aguilar Andersen Andersson Antonescu Aydın Bakker Balogun
Banerjee Baptiste Barbosa Bauer Becker Bell Berg Bernard Bianchi Björk Boateng Bonnet Bose Brennan Cabrera Campbell Castro
Çelik Chatterjee Chen Chukwu Cohen Colombo Costa Cruz Dąbrowski Dahl Danso Das Delgado Demir Diaz Dimitrov Dlamini Dubois
Dumitru Eriksson Escobar Evans Eze Farouk Fernández Fischer Fontaine Fraser Fujita García Georgiou Gomes Goldberg Gupta
Haddad Hansen Hashimoto Hernández Herrera Hoang Hoffmann Horvat Horváth Hosseini Huang Ibe Iliev Ishikawa Ivanov Jansen
Jensen Johansson Jovanović Kapoor Kato Kaya Khan Kim Kimura Koch Kovač Kowalski Krüger Kumar Larsen Laurent Lê Leclerc
Lefèvre Lindqvist Lombardi López Machado Mahlangu Mäkinen Marino Markov Martín Mbeki Medina Mehta Mendoza Mensah Meyer
Mishra Molina Moreau Morris Mukherjee Mwangi Nagy Nakamura Navarro Ndiaye Nielsen Nikolaidis Novák Nowak Nyström O’Brien
Ochieng Okeke Olsen Ortiz Osei Otieno Öztürk Pacheco Papadopoulos Park Patel Pereira Petersen Petrović Popescu Prieto
Qureshi Rahman Ramírez Rao Reyes Ricci Richter Rinaldi Rojas Romano Rossi Roux Ruiz Sahin Saito Salazar Sánchez Santos
Sato Schmid Schneider Schulz Sharma Silva Singh Şimşek Sørensen Soto Souza Stewart Suzuki Svensson Szabó Takahashi Tanaka
Tran Traoré Tóth Vargas Vega Virtanen Vogel Wagner Walker Wang Weber Wiśniewski Wolf Wright Yamamoto Yıldız Zając Zhang
Zieliński`.split(/\s+/);

/** One of the list: always the same one for the same seed and salt. */
export function drawOne(seed: number, salt: number, list: readonly string[]): string {
  return list[draw(seed, salt, list.length)] ?? "";
}

/** A number below `below`, the same on every machine for the same seed and salt. */
export function draw(seed: number, salt: number, below: number): number {
  let mixed = Math.imul(seed + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
}

export function nameFor(seed: number): { given: string; family: string } {
  return {
    given: drawOne(seed, 1, givenNames),
    family: drawOne(seed, 2, familyNames),
  };
}

const withoutDecomposition: Record<string, string> = { ł: "l", ø: "o", ı: "i", ß: "ss", đ: "d", æ: "ae" };

/** A name as it stands in a mail address: small ASCII letters only. */
export function mailPart(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[łøıßđæ]/g, (letter) => withoutDecomposition[letter] ?? "")
    .replace(/[^a-z]/g, "");
}
