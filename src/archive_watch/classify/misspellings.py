"""Words that are often misspelt, as they are misspelt: none of these is a word.

A closed list, so that every machine judges alike.  Letters that were doubled or changed places are
known without it.
"""

from __future__ import annotations

MISSPELLINGS = frozenset(
    (
        "abscence accross acheivement acknowlege adminstration admininistration afganistan"
        " agression amendement apparant appearence arguement assasination assistence athority"
        " attourney becuase begining beleif buisness catagory cemetary changable cheif collegue"
        " comission commision commited committment commitee comittee completly concensus"
        " concious congradulate consistant coutry curently definately definatly definitly"
        " dependance develope developement diffrent diplomacey dissapear dissapoint discusion"
        " economey efficency embarass embassador enviroment enviromental equiptment exagerate"
        " existance expierence facist familar finaly foreing fourty fullfill garantee gaurantee"
        " goverment govermental govenment govement govnerment governement grammer greatful"
        " harrass heirarchy humanitarain humantarian imediate imediately immidiate incidently"
        " independance independant indispensible innaugural inteligence intergration"
        " interational internatonal interupt intrest irresistable judgement knowlege legitamate"
        " liason lisence maintainance millenium minature miniscule ministery mischievious"
        " misterious natinal neccessary necesary negociate negotation negotations nuetral"
        " noticable occassion occassionally occured occurence oppurtunity oportunity orignal"
        " parliment particulary partnersip peacful percieve permanant persistance persistant"
        " personel politcal posession practicaly preceeding presance presidant presure privelege"
        " proffesor prominant propoganda protocal publically questionaire realy recieve recomend"
        " reconcilation refered relevent religous resistence resolutin responce responsability"
        " responsibilty rythm sanctons secratary secertary secreatary seperate seperately"
        " sercurity securty shedule similiar sincerly soverignty sovereignity soverignity"
        " statment stratagy strenght succesful succesfully sucess sucessful supercede suport"
        " suprise teh territoral terroism terrorisim thier threshhold tommorow tommorrow tounge"
        " transfered truely unfortunatly untill unanimus wich wether wierd withold writting"
        " ukranian palestian isreali isreal"
    ).split()
)
